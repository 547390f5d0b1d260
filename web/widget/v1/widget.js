/**
 * Conference Chat widget, version 1.0.0.
 * <script src="https://…/widget/v1/widget.js" data-api-key="pk_live_…" async></script>
 */
(function () {
  'use strict';
  if (window.ConferenceChat) return; // a second snippet on the page does nothing

  var script = document.currentScript || document.querySelector('script[src*="/widget/v1/widget.js"]');
  var global = window.ConferenceChatConfig || {};
  var data = (script && script.dataset) || {};
  var apiKey = global.apiKey || data.apiKey;
  if (!apiKey || !script) {
    console.error('Conference Chat: data-api-key is missing on the script tag.');
    return;
  }
  var home = new URL(script.src, document.baseURI);
  var baseUrl = (global.baseUrl || data.baseUrl || home.origin + '/api/widget').replace(/\/+$/, '');

  var root, log, input, button, isOpen = false, isWaiting = false, isDestroyed = false;

  /** The conversation's id: kept for the tab, or for the page where storage is refused. */
  var sessionId = (function () {
    var name = 'conference-chat-session';
    try {
      var kept = sessionStorage.getItem(name);
      if (kept) return kept;
      var made = crypto.randomUUID();
      sessionStorage.setItem(name, made);
      return made;
    } catch (refused) {
      return uuid();
    }
  })();

  /** crypto.randomUUID is missing on pages without HTTPS. */
  function uuid() {
    var bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    var hex = Array.from(bytes, function (byte) { return byte.toString(16).padStart(2, '0'); }).join('');
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  }

  function call(path, options) {
    var headers = Object.assign({ 'x-api-key': apiKey }, options && options.headers);
    return fetch(baseUrl + path, Object.assign({}, options, { headers: headers, credentials: 'omit' })).then(function (response) {
      return response.json().then(function (body) {
        if (!response.ok) throw new Error(body.message || 'Something went wrong. Please try again.');
        return body;
      });
    });
  }

  function element(tag, className, text) {
    var made = document.createElement(tag);
    made.className = 'conference-chat-' + className;
    if (text) made.textContent = text; // text only: nothing anybody wrote is read as HTML
    return made;
  }

  /** A speech bubble, drawn: not every system has a glyph for one. */
  function bubble() {
    var space = 'http://www.w3.org/2000/svg';
    var svg = document.createElementNS(space, 'svg');
    svg.setAttribute('viewBox', '0 0 24 24');
    svg.setAttribute('width', '28');
    svg.setAttribute('height', '28');
    svg.setAttribute('aria-hidden', 'true');
    var path = document.createElementNS(space, 'path');
    path.setAttribute('d', 'M4 4h16a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2h-8l-5 4v-4H4a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2z');
    path.setAttribute('fill', 'currentColor');
    svg.append(path);
    return svg;
  }

  function build(widget) {
    root = element('div', 'root');
    root.dataset.position = global.position || data.position || widget.position;
    root.style.setProperty('--conference-chat-color', global.primaryColor || data.color || widget.primaryColor);

    var panel = element('section', 'panel');
    panel.setAttribute('role', 'dialog');
    panel.setAttribute('aria-label', widget.widgetName || 'Chat');
    panel.append(element('header', 'header', widget.widgetName));
    log = element('div', 'log');
    log.setAttribute('role', 'log');
    log.setAttribute('aria-live', 'polite');
    var form = element('form', 'form');
    input = element('input', 'input');
    input.maxLength = 2000;
    input.placeholder = 'Type your question';
    input.setAttribute('aria-label', 'Your question');
    form.append(input, element('button', 'send', 'Send'));
    form.addEventListener('submit', function (event) { event.preventDefault(); send(input.value.trim()); });
    panel.append(log, form);
    panel.addEventListener('keydown', function (event) { if (event.key === 'Escape') close(); });

    button = element('button', 'button');
    button.append(bubble());
    button.type = 'button';
    button.setAttribute('aria-label', 'Open chat');
    button.setAttribute('aria-expanded', 'false');
    button.addEventListener('click', function () { isOpen ? close() : open(); });

    root.append(panel, button);
    document.body.append(root);
    if (widget.welcomeMessage) say('answer', widget.welcomeMessage);
  }

  function say(who, text, sources) {
    var line = element('p', who, text);
    (Array.isArray(sources) ? sources : []).forEach(function (source) {
      var isLink = /^https?:/.test(source.url || '');
      var item = element(isLink ? 'a' : 'span', 'source', source.title);
      if (isLink) { item.href = source.url; item.target = '_blank'; item.rel = 'noopener noreferrer'; }
      if (source.excerpt) item.title = source.excerpt;
      line.append(item);
    });
    log.append(line);
    log.scrollTop = log.scrollHeight;
    return line;
  }

  function send(text) {
    if (!text || isWaiting) return;
    isWaiting = true;
    input.value = '';
    say('question', text);
    var waiting = say('waiting', '…');
    call('/chat', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({
        message: text,
        sessionId: sessionId,
        metadata: { userAgent: navigator.userAgent, pageUrl: location.href },
      }),
    }).then(function (answer) {
      say('answer', answer.response, answer.sources);
    }).catch(function (error) {
      say('error', error.message);
    }).finally(function () {
      waiting.remove();
      isWaiting = false;
    });
  }

  function show(open) {
    isOpen = open;
    root.classList.toggle('conference-chat-open', open);
    button.setAttribute('aria-expanded', String(open));
    button.setAttribute('aria-label', open ? 'Close chat' : 'Open chat');
    (open ? input : button).focus();
  }
  function open() { if (root) show(true); }
  function close() { if (root) show(false); }

  var stylesheet = document.createElement('link');
  stylesheet.rel = 'stylesheet';
  stylesheet.href = new URL('widget.css', home).href;

  function start() {
    if (isDestroyed) return;
    document.head.append(stylesheet);
    call('/config').then(function (answer) { if (!isDestroyed) build(answer.widget); }).catch(function (error) {
      console.error('Conference Chat: ' + error.message);
    });
  }

  window.ConferenceChat = {
    open: open,
    close: close,
    destroy: function () {
      isDestroyed = true;
      if (root) root.remove();
      stylesheet.remove();
      root = undefined;
      delete window.ConferenceChat;
    },
  };
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start);
  else start();
})();
