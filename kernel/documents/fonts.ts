import { existsSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { type Font, openSync } from 'fontkit'
import { FONT_ROLES, type FontRole } from './letter.ts'

/**
 * Families by role, best first: the faces named by the custom of official letters (licensed, put there by the site), then open
 * faces of the same style, also put there by the site. What is not in the drop-in folder falls to the net.
 */
const WANTED: Record<FontRole, { families: string[]; net: 'serif' | 'sans'; weight: 400 | 700 }> = {
  fang: {
    families: ['仿宋_GB2312', 'FangSong_GB2312', '仿宋', 'FangSong', 'STFangsong', 'Zhuque Fangsong', 'FandolFang'],
    net: 'serif',
    weight: 400,
  },
  song: {
    families: ['方正小标宋_GBK', '方正小标宋简体', 'FZXiaoBiaoSong-B05', 'FZXiaoBiaoSong-B05S', 'FandolSong-Bold'],
    net: 'serif',
    weight: 700,
  },
  hei: { families: ['黑体', 'SimHei', 'STHeiti', 'FandolHei-Regular'], net: 'sans', weight: 400 },
  kai: {
    families: ['楷体_GB2312', 'KaiTi_GB2312', '楷体', 'KaiTi', 'STKaiti', 'LXGW WenKai', 'FandolKai'],
    net: 'serif',
    weight: 400,
  },
  num: { families: ['宋体', 'SimSun', 'STSong', 'FandolSong-Regular'], net: 'serif', weight: 400 },
}

type Face = { file: string; font: Font; names: string[]; families: string[] }
export type Net = 'serif' | 'sans'

/** Faces for a role: the site's own when there is one, and the net under it. */
export type RoleFaces = { own: Face | undefined; net: Face; families: string[]; weight: number }

export type MissingGlyph = { codePoint: string; character: string; role: FontRole }
export type FontUse = {
  role: FontRole
  /** Family as the font file names it. */
  family: string
  file: string
  /** True when the face is a stand-in of the package, not one the site has put there. */
  standIn: boolean
  /** Different characters set in it. */
  characters: number
}

const plain = (s: string): string => s.toLowerCase().replace(/[\s_-]/g, '')

function openFaces(file: string): Face[] {
  const opened = openSync(file)
  return ('fonts' in opened ? opened.fonts : [opened]).map((font) => {
    const records = font.name.records
    const families = [...Object.values(records['fontFamily'] ?? {}), ...Object.values(records['preferredFamily'] ?? {})]
    const names = [...families, ...Object.values(records['fullName'] ?? {}), font.postscriptName ?? '']
    return { file, font, families: [...new Set(families)], names: [...new Set(names.map(plain))] }
  })
}

const require = createRequire(import.meta.url)
const packageFolder = (name: string): string => dirname(require.resolve(`${name}/package.json`))
const NET_FILES = {
  serif: { package: '@expo-google-fonts/noto-serif-sc', name: 'NotoSerifSC' },
  sans: { package: '@expo-google-fonts/noto-sans-sc', name: 'NotoSansSC' },
} as const
const WEIGHT_FOLDERS = { 400: '400Regular', 700: '700Bold' } as const

/** Folders of the stand-in fonts: Noto Serif SC and Noto Sans SC, regular and bold only. */
export const netFolders = (): string[] =>
  Object.values(NET_FILES).flatMap((n) => Object.values(WEIGHT_FOLDERS).map((w) => join(packageFolder(n.package), w)))

function netFace(net: Net, weight: 400 | 700): Face {
  const { package: name, name: stem } = NET_FILES[net]
  const folder = WEIGHT_FOLDERS[weight]
  return openFaces(join(packageFolder(name), folder, `${stem}_${folder}.ttf`))[0]!
}

const FONT_FILE = /\.(ttf|otf|ttc)$/i

// Some open bold faces say 400 as their class and bold only in the style bits; typst goes by both.
const weightOf = (font: Font): number => (font['OS/2']?.fsSelection?.bold ? 700 : (font['OS/2']?.usWeightClass ?? 400))

/** Reads the drop-in folder and the stand-ins. Only these files count: fonts of the machine would change with the machine. */
export function loadFaces(fontFolder: string | undefined): Record<FontRole, RoleFaces> {
  // A site without fonts of its own has no such folder.
  const dropped =
    fontFolder === undefined || !existsSync(fontFolder)
      ? []
      : readdirSync(fontFolder)
          .filter((f) => FONT_FILE.test(f))
          .sort()
          .flatMap((f) => openFaces(join(fontFolder, f)))
  const nets = new Map<string, Face>()
  const faces = {} as Record<FontRole, RoleFaces>
  for (const role of FONT_ROLES) {
    const { families, net, weight } = WANTED[role]
    const key = `${net}-${weight}`
    const netFaceOfRole = nets.get(key) ?? netFace(net, weight)
    nets.set(key, netFaceOfRole)
    const own = families
      .map((f) => dropped.find((face) => face.names.includes(plain(f)) || face.names.includes(`${plain(f)}regular`)))
      .find(Boolean)
    faces[role] = {
      own,
      net: netFaceOfRole,
      families: [...(own?.families ?? []), ...netFaceOfRole.families],
      weight: own === undefined ? weight : weightOf(own.font),
    }
  }
  return faces
}

/**
 * The glyph gate: every character must be in the role's own face or in the net. Typst would otherwise print a box, and by its
 * own will take another family.
 */
export function gateGlyphs(
  faces: Record<FontRole, RoleFaces>,
  texts: Partial<Record<FontRole, string>>,
): { missing: MissingGlyph[]; uses: FontUse[] } {
  const missing: MissingGlyph[] = []
  const uses: FontUse[] = []
  for (const role of FONT_ROLES) {
    const { own, net } = faces[role]
    const counts = new Map<Face, number>()
    for (const character of new Set(texts[role] ?? '')) {
      const codePoint = character.codePointAt(0)!
      const face = [own, net].find((f) => f?.font.hasGlyphForCodePoint(codePoint))
      if (face === undefined)
        missing.push({ role, character, codePoint: `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}` })
      else counts.set(face, (counts.get(face) ?? 0) + 1)
    }
    for (const [face, characters] of counts)
      uses.push({
        role,
        family: face.families[0] ?? basename(face.file),
        file: basename(face.file),
        standIn: face === net,
        characters,
      })
  }
  return { missing, uses }
}
