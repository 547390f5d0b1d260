// Calls to Directus' REST API for the set-up scripts beside it. Needs Node 20 or newer and nothing else.

/** Reads a setting from the environment, or ends the program saying which is missing. */
export function required(name) {
    const value = process.env[name]?.trim();
    if (!value) {
        console.error(`${name} is not set`);
        process.exit(2);
    }
    return value;
}

/** What Directus refused: its HTTP status, its own code and sentence. Never the token. */
export class Refused extends Error {
    constructor(method, path, status, errors) {
        super(`${method} ${path}: ${status} ${errors.map((error) => error.message).join('; ')}`);
        this.status = status;
        this.codes = errors.map((error) => error.extensions?.code);
    }
}

export class Directus {
    #url;
    #token;

    constructor(url, token) {
        this.#url = url.replace(/\/+$/, '');
        this.#token = token;
    }

    get(path) {
        return this.#call('GET', path);
    }

    post(path, body) {
        return this.#call('POST', path, body);
    }

    patch(path, body) {
        return this.#call('PATCH', path, body);
    }

    delete(path) {
        return this.#call('DELETE', path);
    }

    /** The first item of a list that fits, or undefined. `filter` maps fields to the value they must have. */
    async find(path, filter) {
        const query = Object.entries(filter).map(([field, value]) => `filter[${field}][_eq]=${encodeURIComponent(value)}`);
        return (await this.get(`${path}?${query.join('&')}&limit=1`))[0];
    }

    /** The item that fits the filter, made or changed so that it also has `values`. */
    async put(path, filter, values) {
        const found = await this.find(path, filter);
        return found ? this.patch(`${path}/${found.id}`, values) : this.post(path, { ...filter, ...values });
    }

    async #call(method, path, body) {
        const response = await fetch(this.#url + path, {
            method,
            headers: {
                Authorization: `Bearer ${this.#token}`,
                ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
            },
            body: body === undefined ? undefined : JSON.stringify(body),
            signal: AbortSignal.timeout(30_000),
        });
        const text = await response.text();
        let answer = {};
        try {
            answer = text ? JSON.parse(text) : {};
        } catch {
            // A proxy in between answers in HTML.
        }
        if (!response.ok) {
            throw new Refused(method, path, response.status, answer.errors ?? [{ message: 'not an answer of Directus' }]);
        }
        return answer.data;
    }
}
