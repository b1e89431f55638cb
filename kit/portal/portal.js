// Small helps for browsers that run scripts; every page works without. Written for old engines.
;(() => {
  var focused = document.querySelector('[data-focus]')
  var button = document.querySelector('[data-read]')
  var voice = window.speechSynthesis
  if (focused) focused.focus()

  if (!button || !voice || !window.SpeechSynthesisUtterance) return
  button.hidden = false
  function show(isReading) {
    button.textContent = button.getAttribute(isReading ? 'data-stop' : 'data-read')
    button.setAttribute('aria-pressed', isReading ? 'true' : 'false')
  }
  // Sentences one by one: some engines stop in the middle of long texts.
  function say(text) {
    var parts = text.match(/[^。！？!?\n]+[。！？!?]?/g) || []
    var left = parts.length
    show(left > 0)
    parts.forEach((part) => {
      var said = new window.SpeechSynthesisUtterance(part)
      said.lang = document.documentElement.lang
      said.rate = 0.9
      said.onend = said.onerror = () => {
        left--
        if (left <= 0) show(false)
      }
      voice.speak(said)
    })
  }
  button.addEventListener('click', () => {
    if (voice.speaking) {
      voice.cancel()
      show(false)
      return
    }
    // biome-ignore lint/performance/useDomNodeTextContent: what is folded away or hidden is not to be read
    say(document.getElementById('content').innerText)
  })
  window.addEventListener('pagehide', () => {
    voice.cancel()
  })
})()
