// Work that is done at once: no server, and nothing that keeps the process alive.
console.log('work done');
