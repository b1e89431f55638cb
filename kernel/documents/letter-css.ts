/**
 * Style of `letterHtml`, on the screen and on paper. On paper the measures are those of the PDF; the record is the PDF all the
 * same, since a browser keeps no grid of 22 lines.
 */
export const letterCss = `
.letter { max-width: 36em; margin: 0 auto; color: #1a1f26; font-family: FangSong_GB2312, FangSong, STFangsong, "Noto Serif CJK SC", serif; line-height: 1.8; }
.letter p, .letter h2, .letter h3, .letter h4, .letter h5 { margin: 0; text-indent: 2em; font-size: inherit; font-weight: normal; overflow-wrap: anywhere; }
.letter .letter-sender { text-align: center; text-indent: 0; color: #d7000f; font-size: clamp(1.2em, 6.4vw, 1.9em); line-height: 1.3; font-weight: bold; font-family: FZXiaoBiaoSong-B05S, "Noto Serif CJK SC", SimSun, serif; border-bottom: 5px double #d7000f; padding-bottom: .35em; }
.letter .letter-row { display: flex; justify-content: flex-end; margin-top: .6em; }
.letter .letter-draft { margin-right: auto; font-family: SimHei, "Noto Sans CJK SC", sans-serif; }
.letter .letter-class { text-align: right; text-indent: 0; }
.letter h1 { margin: 1.6em 0 1em; text-align: center; font-size: clamp(1.1em, 5vw, 1.375em); line-height: 1.64; font-family: FZXiaoBiaoSong-B05S, "Noto Serif CJK SC", SimSun, serif; }
.letter h1 span { display: inline-block; }
.letter .letter-addressee, .letter .letter-copies { text-indent: 0; }
.letter h2 { font-family: SimHei, "Noto Sans CJK SC", sans-serif; }
.letter h3 { font-family: KaiTi_GB2312, KaiTi, STKaiti, "Noto Serif CJK SC", serif; }
.letter .letter-run-in { text-indent: 2em; }
.letter .letter-run-in > * { display: inline; text-indent: 0; }
.letter .letter-attachment { margin-top: 1.8em; }
.letter .letter-attachment-next { margin-top: 0; padding-left: 5em; text-indent: 0; }
.letter .letter-signature { width: fit-content; margin: 3.6em 4em 0 auto; text-align: center; }
.letter .letter-signature p { text-indent: 0; }
.letter .letter-copies { margin-top: 2em; font-size: .875em; }
.letter a.figure { color: #1554ad; text-decoration: underline dotted; text-underline-offset: .2em; }
.letter .figure { white-space: nowrap; }
@media (min-width: 40em) { .letter h1 span { display: block; } }
@media print {
  @page { size: A4; margin: 37mm 26mm 35mm 28mm; }
  .letter { max-width: none; font-size: 16pt; line-height: 28.95pt; color: #000; }
  .letter .letter-sender { font-size: 32pt; }
  .letter .figure { white-space: normal; }
  .letter h1 { font-size: 22pt; line-height: 36pt; }
  .letter p, .letter .letter-run-in { text-align: justify; orphans: 1; widows: 1; }
  .letter h2, .letter h3, .letter h4, .letter h5 { break-after: avoid; }
  .letter footer { break-inside: avoid; }
  .letter a.figure { color: inherit; text-decoration: none; }
}
`.trim()
