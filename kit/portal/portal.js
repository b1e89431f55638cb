// Small helps for browsers that run scripts; every page works without. Written for old engines.
;(() => {
  var focused = document.querySelector('[data-focus]')
  if (focused) focused.focus()

  var button = document.querySelector('[data-read]')
  var voice = window.speechSynthesis
  if (!button || !voice || !window.SpeechSynthesisUtterance) return
  button.hidden = false
  function show(isReading) {
    button.textContent = button.getAttribute(isReading ? 'data-stop' : 'data-read')
    button.setAttribute('aria-pressed', isReading ? 'true' : 'false')
  }
  button.addEventListener('click', () => {
    if (voice.speaking) {
      voice.cancel()
      show(false)
      return
    }
    // Sentences one by one: some engines stop in the middle of long texts.
    var parts = document.getElementById('content').innerText.match(/[^。！？!?\n]+[。！？!?]?/g) || []
    var left = parts.length
    show(left > 0)
    for (var i = 0; i < parts.length; i++) {
      var said = new window.SpeechSynthesisUtterance(parts[i])
      said.lang = document.documentElement.lang
      said.rate = 0.9
      said.onend = said.onerror = () => {
        left--
        if (left <= 0) show(false)
      }
      voice.speak(said)
    }
  })
  window.addEventListener('pagehide', () => {
    voice.cancel()
  })
})()
