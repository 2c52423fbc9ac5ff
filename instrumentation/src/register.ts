import { start } from './start/start.ts';

/** `node --import @orderwatch/instrumentation/register app.js`: everything comes from the environment. */
start();
