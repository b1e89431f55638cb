import type { Finding } from '../../../../kit/desk/api-types.ts'

// What /letters answers.

export type LetterLine = { id: string; number: string; title: string; asOf: string }
export type Run = { text: string } | { figure: { text: string; key: string } }
export type Block = {
  kind: 'paragraph' | 'attachmentNote' | 'heading1' | 'heading2' | 'heading3' | 'heading4'
  runs: Run[]
  runIn?: Run[]
}
export type OfficialLetter = {
  sender: string
  number: string
  replyClass?: string
  titleLines: string[]
  addressee: string
  blocks: Block[]
  closing: { paragraphs: Run[][]; contact?: { person: string; phone: string } }
  signature: { name: string; date?: string }
  note?: string
  copies?: string[]
}
export type Figure = {
  key: string
  measure: string
  asOf?: string
  from?: string
  to?: string
  where?: { [dimension: string]: string }
  printed: string | null
  now: number | null
  text: string
  equal: boolean
}
export type LetterCheck = { letter: string; figures: Figure[]; moved: number; findings: Finding[]; scale: number }
export type Letter = {
  id: string
  number: string
  proposal: { session: string; category: string; number: number; title: string; leadMember: string; members: number }
  asOf: string
  letter: OfficialLetter
  figures: Figure[]
  findings: Finding[]
  moved: number
  scale: number
}
