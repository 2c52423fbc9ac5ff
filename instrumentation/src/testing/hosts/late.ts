import 'express';
import { start } from '../../index.ts';

start({ serviceName: 'from-code' });
start();
console.log('went on');
