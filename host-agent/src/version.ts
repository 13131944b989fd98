/** Version of the host agent and its command. */
export const VERSION = '0.1.0'
