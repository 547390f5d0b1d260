// Makes the knowledge tables known to a Directus that sits on the same Postgres: collections, fields, relations, and a policy for editors.
// Running it again changes nothing, and is what to do after an update. See own-postgres.md.
//
//     DIRECTUS_URL=https://… DIRECTUS_ADMIN_TOKEN=… node docs/directus/set-up-own-postgres.mjs

import { Directus, required } from './rest.mjs';

const directus = new Directus(required('DIRECTUS_URL'), required('DIRECTUS_ADMIN_TOKEN'));

const HIDDEN = { hidden: true, readonly: true };
const shown = (note, more = {}) => ({ hidden: false, note, ...more });
const told = (note, more = {}) => shown(note, { readonly: true, ...more });
const theClient = (key) =>
    shown('Whose it is. Cannot be changed later.', {
        interface: 'select-dropdown-m2o',
        options: { template: '{{name}}' },
        display: 'related-values',
        display_options: { template: '{{name}}' },
        required: true,
        conditions: [{ name: 'Not later', rule: { _and: [{ [key]: { _nnull: true } }] }, readonly: true }],
    });
const choices = (...pairs) => pairs.map(([value, text, color]) => ({ value, text, color }));
const STATES = choices(
    ['uploading', 'Waiting for its file', '#A2B5CD'],
    ['processing', 'Being read', '#3399FF'],
    ['ready', 'Answers questions', '#2ECDA7'],
    ['failed', 'Failed', '#E35169'],
);

const COLLECTIONS = {
    documents: {
        meta: {
            icon: 'description',
            note: 'What answers are made from. A changed document is read anew within a few minutes.',
            display_template: '{{title}}',
        },
        fields: {
            id: HIDDEN,
            client_id: theClient('id'),
            title: shown('Visitors see it where an answer names its sources.', { interface: 'input', width: 'full', required: true }),
            status: told('Whether it answers questions yet.', {
                interface: 'select-dropdown',
                options: { choices: STATES },
                display: 'labels',
                display_options: { choices: STATES },
                width: 'half',
            }),
            failure: told('Why it cannot be read.', { interface: 'input', width: 'half' }),
            progress: HIDDEN,
            url: shown('Where visitors find the original.', {
                interface: 'input',
                width: 'full',
                validation: { _or: [{ url: { _null: true } }, { url: { _regex: '^https?://' } }] },
                validation_message: 'It must begin with https:// or http://',
            }),
            body: shown('The text.', {
                interface: 'input-rich-text-md',
                width: 'full',
                conditions: [{ name: 'Made from its file', rule: { _and: [{ file_name: { _nnull: true } }] }, hidden: true }],
            }),
            dated_at: shown('Newer documents come before older ones that fit a question as well.', { interface: 'datetime', width: 'half' }),
            file_name: told('As it was uploaded.', { interface: 'input', width: 'half' }),
            kind: HIDDEN,
            size_bytes: HIDDEN,
            pages: HIDDEN,
            created_at: HIDDEN,
            updated_at: told('When it was last changed.', { interface: 'datetime', width: 'half', display: 'datetime', display_options: { relative: true } }),
        },
    },
    tags: {
        meta: { icon: 'label', note: 'What a question may be about, and what to keep in mind then.', display_template: '{{name}}' },
        fields: {
            id: HIDDEN,
            client_id: theClient('id'),
            name: shown('One or two words that visitors would use.', { interface: 'input', required: true }),
            prompt: shown('Goes along with questions that the tag fits.', { interface: 'input-multiline' }),
            created_at: HIDDEN,
            updated_at: HIDDEN,
        },
    },
    document_tags: {
        meta: { icon: 'import_export', hidden: true },
        fields: { id: HIDDEN, document_id: HIDDEN, tag_id: { hidden: true } },
    },
    answer_settings: {
        meta: { icon: 'chat', note: 'How a client’s questions are answered.', display_template: '{{client_id.name}}' },
        fields: {
            client_id: theClient('updated_at'),
            main_prompt: shown('Goes along with every question.', { interface: 'input-multiline' }),
            updated_at: HIDDEN,
        },
    },
    clients: {
        meta: { icon: 'groups', hidden: true, display_template: '{{name}}' },
        fields: { id: HIDDEN, name: told('As its organiser calls it.', { interface: 'input' }) },
    },
};

// What editors may do. The database refuses everything else, whatever is allowed here.
const POLICY = { name: 'Conference knowledge' };
const RIGHTS = {
    documents: ['create', 'read', 'update', 'delete'],
    tags: ['create', 'read', 'update', 'delete'],
    document_tags: ['create', 'read', 'update', 'delete'],
    answer_settings: ['create', 'read', 'update'],
    clients: ['read'],
};

async function main() {
    // Directus remembers which tables and columns there are.
    await directus.post('/utils/cache/clear?system=true');
    const known = new Set((await directus.get('/collections')).map(({ collection }) => collection));
    const missing = Object.keys(COLLECTIONS).filter((name) => !known.has(name));
    if (missing.length > 0) {
        throw new Error(
            `Directus does not see ${missing.join(', ')}. DB_SEARCH_PATH must be "array:directus,public", ` +
                'and its database role must have been let in by app.let_editor_see (own-postgres.md, step 2)',
        );
    }
    for (const [name, { meta }] of Object.entries(COLLECTIONS)) {
        await directus.patch(`/collections/${name}`, { meta });
    }
    for (const [name, { fields }] of Object.entries(COLLECTIONS)) {
        let sort = 0;
        for (const [field, meta] of Object.entries(fields)) {
            sort += 1;
            await directus.patch(`/fields/${name}/${field}`, { meta: { ...meta, sort } });
        }
    }
    await linkDocumentsAndTags();
    await letEditorsIn();
    await directus.post('/utils/cache/clear?system=true');
    console.log('Directus is set up. Give the policy “Conference knowledge” to the people who may edit (Settings, Access Policies).');
}

/** Documents show their tags. The foreign keys are there; Directus only has to be told how to show them. */
async function linkDocumentsAndTags() {
    const field = {
        meta: {
            special: ['m2m'],
            interface: 'list-m2m',
            options: { template: '{{tag_id.name}}', enableCreate: false },
            display: 'related-values',
            display_options: { template: '{{tag_id.name}}' },
            note: 'What it is about.',
            sort: 8,
        },
    };
    const fields = await directus.get('/fields/documents');
    if (fields.some((known) => known.field === 'tags')) {
        await directus.patch('/fields/documents/tags', field);
    } else {
        await directus.post('/fields/documents', { field: 'tags', type: 'alias', ...field });
    }
    await directus.patch('/relations/document_tags/document_id', {
        meta: { one_field: 'tags', junction_field: 'tag_id', one_deselect_action: 'delete' },
    });
    await directus.patch('/relations/document_tags/tag_id', { meta: { junction_field: 'document_id' } });
}

async function letEditorsIn() {
    const policy = await directus.put('/policies', POLICY, { icon: 'menu_book', app_access: true, admin_access: false });
    for (const [collection, actions] of Object.entries(RIGHTS)) {
        for (const action of actions) {
            await directus.put('/permissions', { policy: policy.id, collection, action }, { fields: ['*'] });
        }
    }
}

try {
    await main();
} catch (error) {
    console.error(error.message);
    process.exit(1);
}
