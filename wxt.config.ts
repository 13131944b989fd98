/**
 * What WXT is told to build: one side panel that becomes Chrome's side_panel and Firefox's sidebar_action.
 * A plain object, so that it is checked before WXT itself is among the packages (docs/decisions/0003).
 */
export default {
  srcDir: 'extension',
  outDir: '.output',
  manifest: {
    name: 'Hearth',
    description: 'Steer the coding agents that run on your own machine.',
    permissions: ['sidePanel', 'storage'],
    content_security_policy: {
      // Said in full for Firefox: its own default upgrades ws://127.0.0.1 to wss, which no relay on loopback speaks.
      extension_pages: "script-src 'self'; object-src 'self'",
    },
  },
}
