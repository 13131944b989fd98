/**
 * Origin of Hearth's extension in Chrome and its relatives, fixed by the key in its manifest. Firefox gives every
 * installation an origin of its own.
 */
export const CHROME_EXTENSION_ORIGIN = 'chrome-extension://ooefmmofmhfofpcekcgnbadcidaicdmk'
