/** As package.json says; a test holds them equal. */
export const PACKAGE_VERSION = '0.1.0';
export const PACKAGE_NAME = '@orderwatch/instrumentation';
