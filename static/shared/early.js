// Loaded first and as a plain script, so that nobody sees the page jump: puts the remembered
// language and the large-type mode on <html> before anything is drawn. See appearance.js.
(function () {
  var root = document.documentElement;
  try {
    if (localStorage.getItem('yuyue.care') === 'yes') root.classList.add('care');
    root.lang = localStorage.getItem('yuyue.language') === 'en' ? 'en' : 'zh-CN';
  } catch (error) {
    root.lang = 'zh-CN';
  }
})();
