/** Cuts SQL text into statements at semicolons, minding quotes, dollar quotes and comments. Comments are dropped. */
export function splitStatements(source: string): string[] {
  const out: string[] = []
  let current = ''
  let i = 0
  while (i < source.length) {
    const two = source.slice(i, i + 2)
    if (two === '--') {
      const end = source.indexOf('\n', i)
      i = end === -1 ? source.length : end
    } else if (two === '/*') {
      const end = source.indexOf('*/', i + 2)
      if (end === -1) throw new Error('comment without end')
      i = end + 2
    } else if (source[i] === "'" || source[i] === '"') {
      const quote = source[i]!
      let j = i + 1
      while (j < source.length) {
        if (source[j] === quote) {
          if (source[j + 1] === quote) j += 2
          else break
        } else j++
      }
      if (j >= source.length) throw new Error(`quote without end near: ${source.slice(i, i + 40)}`)
      current += source.slice(i, j + 1)
      i = j + 1
    } else if (source[i] === '$') {
      const tag = /^\$\w*\$/.exec(source.slice(i))?.[0]
      if (tag) {
        const end = source.indexOf(tag, i + tag.length)
        if (end === -1) throw new Error(`dollar quote ${tag} without end`)
        current += source.slice(i, end + tag.length)
        i = end + tag.length
      } else current += source[i++]
    } else if (source[i] === ';') {
      if (current.trim()) out.push(current.trim())
      current = ''
      i++
    } else current += source[i++]
  }
  if (current.trim()) out.push(current.trim())
  return out
}
