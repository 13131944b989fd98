import type { Plugin } from 'vite'

/** The one place in Solid's runtime that parses HTML: the templates that its compiler made of our components. */
const PARSES = 't.innerHTML = html;'
const SOLID_WEB = /[\\/]solid-js[\\/]web[\\/]dist[\\/][a-z]+\.js$/

const POLICY = `
const hearthTemplates = globalThis.trustedTypes?.createPolicy('hearth-templates', { createHTML: (html) => html });
`

/**
 * Lets Solid work under the policy `require-trusted-types-for 'script'`. Only its compiled templates get to be HTML,
 * through a policy that nothing else can reach; any other string that is put into innerHTML is still refused.
 */
export const trustedTemplates = (): Plugin => ({
  name: 'hearth-trusted-templates',
  apply: 'build',
  transform(code, id) {
    if (!SOLID_WEB.test(id)) return null
    if (code.split(PARSES).length !== 2) throw new Error(`${id} parses its templates in another way now`)
    const trusted = 't.innerHTML = hearthTemplates ? hearthTemplates.createHTML(html) : html;'
    return { code: POLICY + code.replace(PARSES, () => trusted), map: null }
  },
})
