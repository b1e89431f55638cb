import { expect, test } from 'vitest'
import { tennisLetter } from './factory.ts'
import { letterHtml } from './html.ts'
import { letterCss } from './letter-css.ts'

test('every figure is a link to where it comes from', () => {
  const html = letterHtml(tennisLetter(), { href: (key) => `/figures/${key}?a=1&b="2"` })
  const links = [...html.matchAll(/<a class="figure" href="([^"]*)"[^>]*>([^<]*)<\/a>/g)]
  expect(links.map((m) => m[2])).toEqual(['1.25万人', '3120人', '24.96%', '40余场'])
  expect(links[0]?.[1]).toBe('/figures/club.members?a=1&#38;b=&#34;2&#34;')
})

test('nothing of a text becomes markup', () => {
  const evil = '<script>alert("1")</script>&\''
  const letter = tennisLetter()
  const html = letterHtml({
    ...letter,
    sender: evil,
    number: evil,
    replyClass: evil,
    draftMark: evil,
    titleLines: [evil],
    addressee: evil,
    blocks: [{ kind: 'heading2', runs: [{ text: evil }], runIn: [{ figure: { text: evil, key: evil } }] }],
    closing: { paragraphs: [[{ text: evil }]], contact: { person: evil, phone: evil } },
    signature: { name: evil },
    note: evil,
    copies: [evil],
  })
  expect(html).not.toContain('<script')
  expect(html).not.toContain('alert("')
  expect(html.match(/&#60;script&#62;/g)).toHaveLength(14)
})

test('headings have their levels and run-in text follows in the same line', () => {
  const html = letterHtml(tennisLetter())
  expect(html).toContain('<h2>一、已经做了什么</h2>')
  expect(html).toContain('<h3>（一）修整球场</h3>')
  expect(html).toContain('<div class="letter-run-in"><h4>1.周末场次。</h4><p>')
  expect(html).toContain('<time datetime="2025-06-09">2025年6月9日</time>')
  expect(html).not.toContain('undefined')
})

test('on paper the page is that of the standard', () => {
  expect(letterCss).toContain('@page { size: A4; margin: 37mm 26mm 35mm 28mm; }')
})
