/** The first line of a program: how long its process took to come here, in milliseconds. */
console.log(`arrived ${performance.now()}`);
process.exit();
