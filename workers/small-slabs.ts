import { Buffer } from 'node:buffer';

/**
 * In threads.ts. The SDK keeps what each run in memory answered last, some 3 kB, and a small Buffer is cut from a slab that lives as
 * long as any piece of it: at Node 24's slabs of 64 kB, nearly each run held one of its own. Node 20's have 8.
 */
Buffer.poolSize = 8 * 1_024;
