/**
 * Evaluated once in the V8 context that all workflows of a worker share, before the first of them.
 *
 * The SDK writes down the stack of every promise that a workflow makes, frame by frame through the source map, for the query
 * `__stack_trace`. At V8's ten frames that is a third of all that a payment costs a worker. The first frames are the SDK's own;
 * with four, the two that wait are still shown, and a bug’s error names its place.
 */
Error.stackTraceLimit = 4;
