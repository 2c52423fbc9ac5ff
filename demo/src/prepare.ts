import { readPlatformSettings } from './config/platform-settings.ts';
import { prepareDatabases } from './database/migrate.ts';

/** Makes the databases and their tables, for who wants to give rights on them before the platform runs. */
const { postgresUrl, names } = readPlatformSettings();
await prepareDatabases(postgresUrl, names);
console.log(`databases ${names}_shop and ${names}_mes are there`);
