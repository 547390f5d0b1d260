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

/** Offers to upload what the conference's organisers would, so that the widget has answers. */
async function offerDocuments(client) {
  const documents = `/api/dashboard/knowledge/${client.id}/documents`;
  const kept = await (await fetch(documents)).json();
  if (kept.documents.length > 0) return;
  const offer = document.querySelector('#documents');
  const [button, status] = [offer.querySelector('button'), offer.querySelector('[role=status]')];
  offer.hidden = false;
  button.addEventListener('click', async () => {
    button.disabled = true;
    try {
      for (const text of await (await fetch('/demo/documents.json')).json()) {
        status.textContent = `Adding ${text.title} …`;
        const headers = { 'Content-Type': 'application/json' };
        const answer = await fetch(documents, { method: 'POST', headers, body: JSON.stringify(text) });
        if (!answer.ok) throw new Error((await answer.json()).message);
      }
      button.remove();
      status.textContent = 'Added. Open the chat and ask when the boat leaves.';
    } catch (error) {
      button.disabled = false;
      status.textContent = `That did not work: ${error.message}`;
    }
  });
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
  offerDocuments(client).catch(() => {}); // only an offer
  return 'shown';
}

if (document.querySelector('script[data-api-key]')) {
  say('shown');
} else {
  say(await forWhoeverIsSignedIn().catch(() => 'away'));
}
