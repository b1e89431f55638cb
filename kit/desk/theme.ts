import type { ThemeConfig } from 'antd'

// Colours with the contrast that small text needs; antd's own blue, red, green and gold stay below 4.5 on white.
export const COLOURS = {
  primary: '#1554AD',
  red: '#B8151B',
  text: '#1A1F26',
  second: '#4A5563',
  hint: '#6B7480',
  border: '#7A8594',
  line: '#DDE2E8',
  page: '#F4F6F9',
  good: '#17703A',
  goodTint: '#E8F5EC',
  warn: '#8A4B00',
  warnTint: '#FFF3DC',
  badTint: '#FDECEC',
  infoTint: '#E8F0FB',
} as const

/** Distinguishable without colour sight (Okabe and Ito), and in grey print by their labels. */
export const SERIES = ['#0072B2', '#E69F00', '#009E73', '#CC79A7', '#56B4E9', '#D55E00', '#8C6D1F', '#4A5563'] as const
/** Levels always in the same ramp, lowest light. Also for county tiles. */
export const RAMP = ['#DCE8F7', '#B5CFEE', '#7FABDD', '#3F7CC4', '#1554AD', '#0D3A7C'] as const

export const theme: ThemeConfig = {
  token: {
    colorPrimary: COLOURS.primary,
    colorLink: COLOURS.primary,
    colorInfo: COLOURS.primary,
    colorSuccess: COLOURS.good,
    colorWarning: COLOURS.warn,
    colorError: COLOURS.red,
    colorText: COLOURS.text,
    colorTextSecondary: COLOURS.second,
    colorTextTertiary: COLOURS.hint,
    colorTextQuaternary: COLOURS.hint,
    colorTextPlaceholder: COLOURS.hint,
    colorTextDisabled: COLOURS.hint,
    colorTextDescription: COLOURS.second,
    colorBorder: COLOURS.border,
    colorBorderSecondary: COLOURS.line,
    colorBgLayout: COLOURS.page,
    colorSuccessBg: COLOURS.goodTint,
    colorWarningBg: COLOURS.warnTint,
    colorErrorBg: COLOURS.badTint,
    colorInfoBg: COLOURS.infoTint,
    borderRadius: 4,
    borderRadiusLG: 6,
    fontSize: 14,
    fontFamily:
      '-apple-system, "PingFang SC", "HarmonyOS Sans SC", "MiSans", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei", sans-serif',
    motionDurationMid: '0.12s',
    motionDurationSlow: '0.16s',
  },
  components: {
    Layout: {
      headerBg: '#FFFFFF',
      headerHeight: 52,
      headerPadding: '0 16px',
      siderBg: '#FFFFFF',
      bodyBg: COLOURS.page,
    },
    Menu: {
      itemSelectedBg: COLOURS.infoTint,
      itemHeight: 36,
      itemMarginBlock: 2,
      groupTitleColor: COLOURS.hint,
      groupTitleFontSize: 13,
    },
    Table: {
      headerBg: '#EEF2F7',
      headerColor: COLOURS.second,
      rowHoverBg: '#F4F8FD',
      headerSplitColor: 'transparent',
      cellPaddingBlockMD: 8,
      cellPaddingBlockSM: 5,
    },
    Descriptions: { labelBg: '#F7F9FB' },
    Form: { labelColor: COLOURS.text, verticalLabelPadding: '0 0 4px', itemMarginBottom: 16 },
  },
}
