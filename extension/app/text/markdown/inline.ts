import type { Token, Tokens } from 'marked'
import { appendText } from '../characters/nodes.ts'
import { TEXT_LIMITS } from '../limits.ts'
import { linkElement, refusedDestination } from '../links/link.ts'
import { outwardUrl } from '../links/url.ts'
import { image } from '../words.ts'
import { cutRun } from './cut.ts'
import { element } from './dom.ts'
import { decodeEntities } from './entities.ts'
import type { Definitions, Grammar } from './lexer.ts'
import styles from './markdown.module.css'

/** What drawing needs to know, and what it finds out. */
export interface Drawing {
  readonly grammar: Grammar
  readonly definitions: Definitions
  /** Set when a label was met that nothing defines yet. */
  unresolved: boolean
}

/** Draws the inside of a block. Long text is read in runs, so that its cost stays in proportion. */
export const appendInline = (parent: Node, text: string, drawing: Drawing): void => {
  let rest = text
  while (rest.length > TEXT_LIMITS.inlineRun.value) {
    const cut = cutRun(rest.slice(0, TEXT_LIMITS.inlineRun.value))
    appendRun(parent, rest.slice(0, cut), drawing)
    rest = rest.slice(cut)
  }
  appendRun(parent, rest, drawing)
}

const appendRun = (parent: Node, text: string, drawing: Drawing): void => {
  const { tokens, unresolved } = drawing.grammar.inline(text, drawing.definitions)
  drawing.unresolved ||= unresolved
  appendTokens(parent, tokens, false)
}

const appendTokens = (parent: Node, tokens: readonly Token[], inLink: boolean): void => {
  for (const token of tokens) appendToken(parent, token, inLink)
}

const wrap = (parent: Node, tag: 'em' | 'strong' | 'del', token: Token, inLink: boolean): void => {
  const made = element(tag)
  appendTokens(made, ('tokens' in token && token.tokens) || [], inLink)
  parent.appendChild(made)
}

const appendToken = (parent: Node, token: Token, inLink: boolean): void => {
  switch (token.type) {
    case 'strong':
    case 'em':
    case 'del':
      wrap(parent, token.type, token, inLink)
      return
    case 'codespan': {
      const code = element('code', styles.span)
      appendText(code, (token as Tokens.Codespan).text, 'line')
      parent.appendChild(code)
      return
    }
    case 'br':
      parent.appendChild(element('br'))
      return
    case 'link':
      appendLink(parent, token as Tokens.Link, inLink)
      return
    case 'image':
      appendImage(parent, token as Tokens.Image, inLink)
      return
    case 'escape':
      appendText(parent, (token as Tokens.Escape).text, 'prose')
      return
    case 'text':
      appendText(parent, (token as Tokens.Text).escaped ? token.raw : decodeEntities(token.raw), 'prose')
      return
    default:
      // Raw HTML, and whatever the grammar may learn: text as it was typed.
      appendText(parent, token.raw, 'prose')
  }
}

const appendLink = (parent: Node, token: Tokens.Link, inLink: boolean): void => {
  const label = document.createDocumentFragment()
  if (token.autolink) appendText(label, token.text, 'line')
  else appendTokens(label, token.tokens, true)
  place(parent, label, token.autolink ? token.href : decodeEntities(token.href), inLink)
}

/** An image is never fetched: it is a link that says what it would show. */
const appendImage = (parent: Node, token: Tokens.Image, inLink: boolean): void => {
  const label = element('span', styles.image)
  appendText(label, image(decodeEntities(token.text)), 'prose')
  place(parent, label, decodeEntities(token.href), inLink)
}

const place = (parent: Node, label: Node, destination: string, inLink: boolean): void => {
  const url = outwardUrl(destination)
  if (inLink) parent.appendChild(label)
  else if (url !== null) parent.appendChild(linkElement(label, url))
  else {
    const named = label.textContent === destination
    parent.appendChild(label)
    if (!named) parent.appendChild(refusedDestination(destination))
  }
}
