/** Bounds of a pairing as it is seen. All times in ms. */

/** How long the host waits for its person after the digits are shown; the countdown tells it. */
export const COMPARE_MS = 300_000
/** Between two looks at the camera's picture: fast enough for a hand that moves, slow enough for an old phone. */
export const SCAN_STEP_MS = 150
/** Longer side of the picture in which a code is looked for, in pixels: enough for a code that fills half of it. */
export const SCAN_PIXELS = 640
/** Longest name of a device, as hosts take it. */
export const NAME_LENGTH = 80
