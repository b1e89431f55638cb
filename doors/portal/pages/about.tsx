import { NATIONAL_LINE, Telephone } from '../../../kit/portal/layout.tsx'
import { portalPage } from '../../../kit/portal/page.ts'
import { texts } from '../../../kit/texts.ts'

const nothing = async () => ({})

const help = portalPage({
  path: '/help',
  title: texts.help,
  load: nothing,
  View: ({ view }) => {
    const { say } = view
    const phone = view.office.city.helpPhone
    return (
      <>
        <p>
          {say({ zh: '找人问：拨 ', en: 'Ask a person: call ' })}
          <Telephone number={phone ?? NATIONAL_LINE} />
          {say({
            zh: phone ? '。' : '（全国人社服务热线，接通后说明在本市）。',
            en: phone ? '.' : ' (national human-resources hotline; say that you are in this city).',
          })}
        </p>
        <h2>{say({ zh: '怎样查证书', en: 'How to check a certificate' })}</h2>
        <ol>
          <li>
            {say({ zh: '打开', en: 'Open ' })}
            <a href="/certificates">{say(texts.certificates)}</a>
            {say({ zh: '。', en: '.' })}
          </li>
          <li>
            {say({
              zh: '照证书填编号和姓名，空格、全角数字不用改。',
              en: 'Copy number and name from the certificate; blanks and full-width digits may stay.',
            })}
          </li>
          <li>
            {say({
              zh: '结果有四种：有效、已更正、已撤销、查无。每种都写明原因和下一步。',
              en: 'There are four answers: valid, corrected, revoked, not found. Each says why and what next.',
            })}
          </li>
        </ol>
        <h2>{say({ zh: '怎样找机构', en: 'How to find an institution' })}</h2>
        <p>
          {say({ zh: '在', en: 'In the ' })}
          <a href="/directory">{say(texts.directory)}</a>
          {say({
            zh: '按县、类别、职业、等级筛选，也可以输入名称中的几个字。填写日期可以查某一天哪些机构在目录内。',
            en: ' choose county, kind, occupation and level, or type part of a name. With a date you see who was on the list on that day.',
          })}
        </p>
        <h2>{say({ zh: '数字从哪里来', en: 'Where the numbers come from' })}</h2>
        <p>
          {say({
            zh: '页面上每个统计数都是链接。点开后有定义、单位、截至日期、来源和公式；同一个数在各页面上用同一个口径计算。',
            en: 'Every figure is a link to its definition, unit, day, sources and formula. One figure is reckoned in one way on all pages.',
          })}
        </p>
        <p>
          {say({
            zh: '涉及人员的小数目不对外公布，避免认出个人。',
            en: 'Small counts of persons are not shown, so that nobody can be recognised.',
          })}
        </p>
        <h2>{say({ zh: '字太小、看不清', en: 'If the letters are too small' })}</h2>
        <p>
          {say({
            zh: '点页面顶部的“大字版”或“特大”，以后打开也是大字。点“读给我听”，手机会朗读本页（手机支持时才有这个按钮）。',
            en: 'Choose “Big” or “Huge” at the top; it stays so. “Read to me” reads the page aloud where the device can.',
          })}
        </p>
      </>
    )
  },
})

const accessibility = portalPage({
  path: '/accessibility',
  title: texts.accessibility,
  load: nothing,
  View: ({ view }) => {
    const { say } = view
    return (
      <>
        <p>
          {say({
            zh: '本站按 GB/T 37668-2019 和《移动互联网应用适老化通用设计规范》制作，目标是 WCAG 2.2 AA 级。',
            en: 'Made after GB/T 37668-2019 and the general design rules for elderly users of mobile applications; the aim is WCAG 2.2 AA.',
          })}
        </p>
        <h2>{say({ zh: '已经做到', en: 'What holds' })}</h2>
        <ul>
          <li>
            {say({
              zh: '不运行脚本也能用全部功能；键盘可以到达每个链接和输入框。',
              en: 'Everything works without scripts and by keyboard.',
            })}
          </li>
          <li>
            {say({
              zh: '三档字号：18、24、30；大字版的按钮不小于 60 像素。',
              en: 'Three sizes of text: 18, 24 and 30; in the big editions buttons are 60 pixels or more.',
            })}
          </li>
          <li>
            {say({
              zh: '颜色不单独表示状态，都配有文字和符号；正文对比度不低于 7:1。',
              en: 'Colour never speaks alone; text contrast is 7:1 or more.',
            })}
          </li>
          <li>
            {say({
              zh: '每张图都有文字说明和表格。没有弹窗、广告、滑块验证和倒计时。',
              en: 'Every chart has words and a table. No pop-ups, adverts, slider puzzles or time limits.',
            })}
          </li>
        </ul>
        <h2>{say({ zh: '还没有做到', en: 'What does not hold yet' })}</h2>
        <ul>
          <li>
            {say({
              zh: '没有经过第三方无障碍测评，也没有取得标识。',
              en: 'No outside test has been made, and no mark has been given.',
            })}
          </li>
          <li>
            {say({
              zh: '机构、职业名称和公函正文没有英文。',
              en: 'Names of organisations and occupations, and the letters, are in Chinese only.',
            })}
          </li>
          <li>
            {say({
              zh: '生僻字在缺少字形的旧手机上可能显示不出。',
              en: 'Rare characters may not show on old phones without the glyphs.',
            })}
          </li>
        </ul>
        <p>
          {say({ zh: '用起来有困难，请拨 ', en: 'If something does not work for you, call ' })}
          <Telephone number={view.office.city.helpPhone ?? NATIONAL_LINE} />
          {say({ zh: '，我们替您查。', en: '; we will look it up for you.' })}
        </p>
      </>
    )
  },
})

const privacy = portalPage({
  path: '/privacy',
  title: texts.privacy,
  load: nothing,
  View: ({ view }) => {
    const { say } = view
    return (
      <>
        <h2>{say({ zh: '您看本站时', en: 'When you read this site' })}</h2>
        <ul>
          <li>
            {say({
              zh: '不用注册，不装插件，不放广告和第三方统计。',
              en: 'No account, no plug-in, no advertising and no outside counters.',
            })}
          </li>
          <li>
            {say({
              zh: '只存一个小文件（Cookie），记住您选的字号和语言，一年后失效。',
              en: 'One cookie remembers your text size and language for a year.',
            })}
          </li>
          <li>
            {say({
              zh: '查证书时填写的编号和姓名不写入网址，也不写入访问日志。',
              en: 'Number and name of a check stand in no address and in no access log.',
            })}
          </li>
        </ul>
        <h2>{say({ zh: '网上公布的个人信息', en: 'Personal data shown here' })}</h2>
        <ul>
          <li>
            {say({
              zh: '证书核验结果只显示遮蔽后的姓名；身份证号、电话、住址一律不显示。',
              en: 'A check shows the name masked; identity number, telephone and address never.',
            })}
          </li>
          <li>{say({ zh: '统计数少于下限的不公布。', en: 'Counts below a limit are not shown.' })}</li>
          <li>
            {say({
              zh: '工作人员查看完整信息须写明事由，每次都有记录。',
              en: 'Staff who open full data give a reason, and each time is recorded.',
            })}
          </li>
        </ul>
        <h2>{say({ zh: '您的权利', en: 'Your rights' })}</h2>
        <p>
          {say({
            zh: '依照《中华人民共和国个人信息保护法》，您可以查询、更正自己的信息，也可以要求说明处理规则。请拨 ',
            en: 'Under the Personal Information Protection Law you may ask for your data, have it corrected and have the rules explained. Call ',
          })}
          <Telephone number={view.office.city.helpPhone ?? NATIONAL_LINE} />
          {say({ zh: '。', en: '.' })}
        </p>
      </>
    )
  },
})

export const pages = [help, accessibility, privacy]
