/**
 * Version of what devices and hosts say to each other inside a channel. One line for each:
 * 1: the first.
 *
 * The wire test fails when messages, events or close codes change. What is not yet released may be changed by
 * storing the new hash; after a release every change takes a new version and a line here.
 */
export const PROTOCOL_VERSION = 1

/** Oldest version that is still understood. Raise it only with a way for old devices to learn that they must update. */
export const MIN_VERSION = 1

/** Is a peer of this version understood? Otherwise the line is closed with `Close.version`. */
export const isSpoken = (version: number): boolean => version >= MIN_VERSION && version <= PROTOCOL_VERSION
