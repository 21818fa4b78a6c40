import { jest } from '@jest/globals';

// Starting the whole sandbox takes seconds, on a busy machine more than a minute; every wait in here is for a fact.
jest.setTimeout(600_000);
