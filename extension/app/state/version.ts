/** Version of the app, as it tells hosts. */
export const VERSION = '0.1.0'
