// A service that is CommonJS.
const express = require('express');
const pino = require('pino');
const http = require('node:http');

const log = pino();
const app = express();
app.get('/orders/:id', (_request, response) => {
  log.info('served');
  http.get(process.env.NEXT, (answer) => answer.resume().on('end', () => response.end('ok')));
});
const server = app.listen(0, '127.0.0.1', () => console.log(`listening ${server.address().port}`));
