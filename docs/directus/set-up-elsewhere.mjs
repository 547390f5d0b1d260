// Makes a Directus somewhere else ready to work with Conference Chat: the collection knowledge_base, a user for Conference Chat that may do no
// more than it must, and Flows that tell Conference Chat what editors change. Running it again changes nothing. See elsewhere.md.
//
//     DIRECTUS_URL=https://… DIRECTUS_ADMIN_TOKEN=… CONFERENCE_CHAT_URL=https://… node docs/directus/set-up-elsewhere.mjs
//
// DIRECTUS_TOKEN, DIRECTUS_WEBHOOK_SECRET  as they shall be; made up and printed when they are not given and there are none yet
// CONFERENCE_CLIENTS                       which clients editors choose from: "id=Name;id=Name"

import { randomBytes } from 'node:crypto';
import { Directus, required } from './rest.mjs';

const COLLECTION = 'knowledge_base';
const PROGRAM = 'Conference Chat';
const directus = new Directus(required('DIRECTUS_URL'), required('DIRECTUS_ADMIN_TOKEN'));
const webhook = `${required('CONFERENCE_CHAT_URL').replace(/\/+$/, '')}/api/knowledge/directus/webhook`;
const given = (name) => process.env[name]?.trim() || undefined;
const made = () => randomBytes(32).toString('base64url');

const clients = (given('CONFERENCE_CLIENTS') ?? '')
    .split(';')
    .filter(Boolean)
    .map((pair) => pair.split('='))
    .map(([value, ...text]) => ({ value: value.trim(), text: text.join('=').trim() || value.trim() }));
const STATES = [
    { value: 'processing', text: 'Being read', color: '#3399FF' },
    { value: 'ready', text: 'Answers questions', color: '#2ECDA7' },
    { value: 'failed', text: 'Failed', color: '#E35169' },
];
const choose = (choices) => ({ interface: 'select-dropdown', options: { choices }, display: 'labels', display_options: { choices } });

// An item has the id of its document.
const ID = {
    field: 'id',
    type: 'uuid',
    meta: { special: ['uuid'], hidden: true, readonly: true },
    schema: { is_primary_key: true, has_auto_increment: false },
};
const FIELDS = [
    {
        field: 'client_id',
        type: 'uuid',
        meta: {
            ...(clients.length > 0 ? choose(clients) : { interface: 'input' }),
            note: 'The id of the client whose visitors it answers. Cannot be changed later.',
            required: true,
        },
        schema: { is_nullable: true, is_indexed: true },
    },
    {
        field: 'title',
        type: 'string',
        meta: { interface: 'input', options: { softLength: 200 }, required: true, note: 'Visitors see it where an answer names its sources.' },
    },
    { field: 'status', type: 'string', meta: { ...choose(STATES), readonly: true, width: 'half', note: 'Set by Conference Chat.' } },
    { field: 'failure', type: 'text', meta: { interface: 'input', readonly: true, width: 'half', note: 'Why it cannot be read.' } },
    { field: 'file', type: 'uuid', meta: { interface: 'file', special: ['file'], note: 'PDF, DOCX, TXT, MD, CSV or HTML, 10 MB at most.' }, schema: {} },
    {
        field: 'body',
        type: 'text',
        meta: {
            interface: 'input-rich-text-md',
            note: 'The text, for what has no file.',
            conditions: [{ name: 'A file is the text', rule: { _and: [{ file: { _nnull: true } }] }, hidden: true }],
        },
    },
    {
        field: 'url',
        type: 'text',
        meta: {
            interface: 'input',
            note: 'Where visitors find the original.',
            validation: { _or: [{ url: { _null: true } }, { url: { _regex: '^https?://' } }] },
            validation_message: 'It must begin with https:// or http://',
        },
    },
    { field: 'tags', type: 'json', meta: { interface: 'tags', special: ['cast-json'], note: 'What it is about.' } },
];

const RIGHTS = {
    [COLLECTION]: ['create', 'read', 'update', 'delete'],
    directus_files: ['create', 'read', 'update', 'delete'],
};

// What is sent are keys, never contents: Conference Chat asks for those itself, so calls may come twice, late, or in another order.
const FLOWS = [
    {
        name: `${PROGRAM}: created`,
        scope: ['items.create'],
        body: '{"event":"{{$trigger.event}}","key":"{{$trigger.key}}"}',
    },
    {
        name: `${PROGRAM}: changed or deleted`,
        scope: ['items.update', 'items.delete'],
        body: '{"event":"{{$trigger.event}}","keys":{{$trigger.keys}}}',
    },
];

async function main() {
    await makeCollection();
    const policy = await makePolicy();
    const token = await makeUser(policy);
    const secret = await makeFlows();
    console.log('Directus is set up. Settings for Conference Chat:');
    console.log(`DIRECTUS_URL=${required('DIRECTUS_URL')}`);
    console.log(token ? `DIRECTUS_TOKEN=${token}` : '# DIRECTUS_TOKEN stays as it is');
    console.log(secret ? `DIRECTUS_WEBHOOK_SECRET=${secret}` : '# DIRECTUS_WEBHOOK_SECRET stays as it is');
}

async function makeCollection() {
    const collections = await directus.get('/collections');
    if (!collections.some(({ collection }) => collection === COLLECTION)) {
        await directus.post('/collections', {
            collection: COLLECTION,
            meta: { icon: 'menu_book', note: 'What visitors’ questions are answered from.', display_template: '{{title}}' },
            schema: {},
            fields: [ID, ...FIELDS],
        });
    }
    const known = new Map((await directus.get(`/fields/${COLLECTION}`)).map((field) => [field.field, field]));
    if (known.get('id')?.type !== 'uuid') {
        throw new Error(`${COLLECTION} is there already, and its key is not a UUID: rename that collection first`);
    }
    for (const field of FIELDS) {
        if (known.has(field.field)) {
            await directus.patch(`/fields/${COLLECTION}/${field.field}`, { meta: field.meta });
        } else {
            await directus.post(`/fields/${COLLECTION}`, field);
        }
    }
    const relations = await directus.get('/relations');
    if (!relations.some(({ collection, field }) => collection === COLLECTION && field === 'file')) {
        await directus.post('/relations', {
            collection: COLLECTION,
            field: 'file',
            related_collection: 'directus_files',
            schema: { on_delete: 'SET NULL' },
        });
    }
}

/** Whole collections: Directus' core licence has no finer rights. No access to the app, so that it takes no seat. */
async function makePolicy() {
    const policy = await directus.put('/policies', { name: PROGRAM }, { icon: 'smart_toy', app_access: false, admin_access: false });
    for (const [collection, actions] of Object.entries(RIGHTS)) {
        for (const action of actions) {
            await directus.put('/permissions', { policy: policy.id, collection, action }, { fields: ['*'] });
        }
    }
    return policy.id;
}

/** Gives the token when it was set by this run. Directus never tells an old one. */
async function makeUser(policy) {
    const found = await directus.find('/users', { first_name: PROGRAM });
    const token = given('DIRECTUS_TOKEN') ?? (found ? undefined : made());
    const user = { first_name: PROGRAM, status: 'active', ...(token ? { token } : {}) };
    if (found) {
        await directus.patch(`/users/${found.id}`, user);
    } else {
        await directus.post('/users', { ...user, policies: [{ policy }] });
    }
    return token;
}

/** Gives the secret when it was set by this run. */
async function makeFlows() {
    const operations = await Promise.all(
        FLOWS.map(async ({ name }) => {
            const flow = await directus.find('/flows', { name });
            return flow && (await directus.find('/operations', { flow: flow.id, key: 'tell' }));
        }),
    );
    const isComplete = operations.every(Boolean);
    const secret = given('DIRECTUS_WEBHOOK_SECRET') ?? (isComplete ? undefined : made());
    for (const [index, { name, scope, body }] of FLOWS.entries()) {
        const flow = await directus.put('/flows', { name }, {
            icon: 'smart_toy',
            status: 'active',
            trigger: 'event',
            accountability: null,
            options: { type: 'action', scope, collections: [COLLECTION] },
        });
        const headers = secret
            ? [
                  { header: 'Content-Type', value: 'application/json' },
                  { header: 'X-Webhook-Secret', value: secret },
              ]
            : operations[index].options.headers;
        const operation = await directus.put('/operations', { flow: flow.id, key: 'tell' }, {
            name: 'Tell Conference Chat',
            type: 'request',
            position_x: 19,
            position_y: 1,
            options: { method: 'POST', url: webhook, headers, body },
        });
        await directus.patch(`/flows/${flow.id}`, { operation: operation.id });
    }
    return secret;
}

try {
    await main();
} catch (error) {
    console.error(error.message);
    process.exit(1);
}
