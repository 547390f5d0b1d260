// Whose widget is on the page: that of the key in the address, which then is in the page already, or that of whoever is signed in.

const notice = document.querySelector('#notice');

function say(what) {
  for (const part of notice.querySelectorAll('[data-for]')) {
    part.hidden = part.dataset.for !== what;
  }
}

/** As the snippet does it. */
function embed(key) {
  const script = document.createElement('script');
  script.src = '/widget/v1/widget.js';
  script.dataset.apiKey = key;
  script.async = true;
  document.body.append(script);
}

/** What is to be said when no key was named. */
async function forWhoeverIsSignedIn() {
  const answer = await fetch('/api/auth/me');
  if (answer.status === 401) return 'stranger';
  if (!answer.ok) return 'away';
  const { client } = await answer.json();
  if (!client) return 'empty';
  document.querySelector('#whose').textContent = ` of ${client.name}`;
  embed(client.publicApiKey);
  return 'shown';
}

if (document.querySelector('script[data-api-key]')) {
  say('shown');
} else {
  say(await forWhoeverIsSignedIn().catch(() => 'away'));
}
