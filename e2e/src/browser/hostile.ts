/** Sets this on the page's global object if any of it ever runs. */
export const MARK = 'hearthPwned'

const RUN = `globalThis.${MARK}=1;alert(1)`

/**
 * Markdown that an agent may be talked into saying. Each piece would run a script, open a dialog, or ask mallory's
 * `site` for something, if a page took it for more than text.
 */
export const hostileMarkdown = (site: string): readonly string[] => [
  `<script>${RUN}</script>`,
  `<img src=x onerror="${RUN}">`,
  `<svg onload="${RUN}"><animate onbegin="${RUN}" attributeName=x dur=1s></svg>`,
  `<iframe srcdoc="<script>parent.${MARK}=1</script>"></iframe>`,
  `<iframe src="${site}/frame"></iframe>`,
  `<object data="${site}/object"></object><embed src="${site}/embed">`,
  `<link rel="stylesheet" href="${site}/style.css"><link rel="prefetch" href="${site}/prefetch">`,
  `<style>@import url("${site}/import.css"); body { background: url("${site}/background") }</style>`,
  `<meta http-equiv="refresh" content="0; url=${site}/refresh"><base href="${site}/">`,
  `<form action="${site}/form"><button autofocus onfocus="${RUN}">Allow once</button></form>`,
  `<details open ontoggle="${RUN}"><summary>x</summary></details>`,
  `<p style="background:url(${site}/inline); position:fixed; inset:0">cover</p>`,
  `![a picture](${site}/picture.png "title")`,
  `![a picture][remote]\n\n[remote]: ${site}/reference.png`,
  `[![nested](${site}/nested.png)](javascript:${RUN})`,
  `[a link](javascript:${RUN})`,
  `[a link](JaVaScRiPt&colon;${RUN})`,
  `[a link](java\tscript:${RUN})`,
  `[a link](data:text/html,<script>opener.${MARK}=1</script>)`,
  `[a link](vbscript:msgbox)`,
  `[a link](blob:${site}/1)`,
  `[a link](file:///etc/passwd)`,
  `[a link](chrome-extension://ooefmmofmhfofpcekcgnbadcidaicdmk/sidepanel.html)`,
  `<javascript:${RUN}>`,
  `[a link](${site}/fine "\\" onmouseover=\\"${RUN}")`,
  `[a link](${site}/fine'onmouseover='${RUN})`,
  `\`\`\`"><img src=x onerror=${RUN}>\n<img src=x onerror="${RUN}">\n\`\`\``,
  `| a | b |\n|---|---|\n| <img src=x onerror="${RUN}"> | ![x](${site}/cell.png) |`,
  `&lt;img src=x onerror=&quot;${RUN}&quot;&gt; &#60;script&#62;${RUN}&#60;/script&#62;`,
  `# <img src=x onerror="${RUN}">`,
  `- [ ] <input type=checkbox onfocus="${RUN}" autofocus>`,
  `Normal \u202Etxt.exe\u202C and \u001b]8;;${site}/osc\u0007link\u001b]8;;\u0007 and \u200Bzero`,
  `{{constructor.constructor('${RUN}')()}} \${${RUN}}`,
]

/** A file name that is no name. */
export const HOSTILE_NAME = `<img src=x onerror=${MARK}=1>\u202Etxt.js`

/** Elements that text alone never makes. */
export const NEVER =
  'img, iframe, object, embed, script, style, link, meta, base, form, video, audio, svg [onload], [onerror], [onfocus], [onclick], [ontoggle], [srcdoc]'
