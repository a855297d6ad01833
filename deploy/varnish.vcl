# Varnish 7.1 in front of the nodes: it keeps public pages for the seconds they say, and goes on showing them while
# nodes or the database are away. TLS ends before it (nginx.conf, Caddyfile). Nothing has to be purged.
#
#   varnishd -a 127.0.0.1:6081 -f /etc/varnish/newsroom.vcl -s malloc,512m -p default_ttl=0

vcl 4.1;

import directors;
import std;

# /healthz says only that the process serves: a node that has lost the database still shows what it has in memory.
probe alive {
    .request = "GET /healthz HTTP/1.1" "Host: localhost" "Connection: close";
    .interval = 1s;
    .timeout = 1s;
    .window = 3;
    .threshold = 2;
    .initial = 2;
}

backend a { .host = "192.0.2.11"; .port = "8000"; .probe = alive; .connect_timeout = 1s; .first_byte_timeout = 60s; }
backend b { .host = "192.0.2.12"; .port = "8000"; .probe = alive; .connect_timeout = 1s; .first_byte_timeout = 60s; }

# Who may say on whose behalf they ask: the machines on which TLS ends.
acl proxies { "127.0.0.1"; "::1"; }

sub vcl_init {
    new nodes = directors.round_robin();
    nodes.add_backend(a);
    nodes.add_backend(b);
}

sub vcl_recv {
    set req.backend_hint = nodes.backend();

    # Varnish has added the address of its own client; behind a proxy of ours that is the proxy.
    if (client.ip ~ proxies) {
        set req.http.X-Forwarded-For = regsub(req.http.X-Forwarded-For, ",[^,]*$", "");
    } else {
        set req.http.X-Forwarded-For = client.ip;
        unset req.http.X-Forwarded-Proto;
    }

    if (req.method != "GET" && req.method != "HEAD") {
        return (pass);
    }
    # Staff see fresh pages, and nobody else theirs; a chosen language counts where the address names none.
    if (req.url ~ "^/(desk|preview|accounts?|healthz|readyz|metrics)"
        || req.http.Cookie ~ "(^|; )(__Host-)?(sessionid|session|language|django_language)="
        || req.http.Authorization) {
        return (pass);
    }
    # Parts of a file are left to the nodes: a cache would first fetch the whole.
    if (req.http.Range) {
        return (pass);
    }
    unset req.http.Cookie;
    # While a node is well, nothing is shown that is older than it allows.
    if (std.healthy(req.backend_hint)) {
        set req.grace = 10s;
    }
    return (hash);
}

sub vcl_hash {
    hash_data(req.http.X-Forwarded-Proto);
}

sub vcl_backend_fetch {
    # A node that died at this request is not asked twice.
    if (bereq.retries > 0) {
        set bereq.backend = nodes.backend();
    }
}

sub vcl_backend_response {
    if (beresp.status >= 500) {
        if (bereq.retries < 1 && (bereq.method == "GET" || bereq.method == "HEAD")) {
            return (retry);
        }
        # What there is in the cache is better than this.
        if (bereq.is_bgfetch) {
            return (abandon);
        }
    }
    # What is not there yet may be there in a second, and what leads elsewhere may lead back: only what is there is kept,
    # and only for as long as it says (docs/operations.md, "How long copies are kept").
    if ((beresp.status != 200 && beresp.status != 304) || !beresp.http.Cache-Control) {
        set beresp.uncacheable = true;
        set beresp.ttl = 0s;
        set beresp.grace = 0s;
        return (deliver);
    }
    # How long it may be shown while nothing answers: the newsroom says so, and ends it where something ends.
    if (beresp.http.Cache-Control ~ "stale-if-error=\d+") {
        set beresp.grace = std.duration(
            regsub(beresp.http.Cache-Control, ".*stale-if-error=(\d+).*", "\1") + "s", 0s);
    }
}

sub vcl_backend_error {
    if (bereq.retries < 2 && (bereq.method == "GET" || bereq.method == "HEAD")) {
        return (retry);
    }
    set beresp.http.Content-Type = "text/html; charset=utf-8";
    set beresp.http.Retry-After = "30";
    set beresp.http.Cache-Control = "no-store";
    set beresp.body = {"<!doctype html><html lang="ru"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>503</title>
<h1>Сайт временно недоступен</h1><p>Позвоните в пресс-службу: <a href="tel:+74957952710">+7495-795-27-10</a>.
<h1 lang="en">The site is not available at the moment</h1><p lang="en">Call the press office: <a href="tel:+74957952710">+7495-795-27-10</a>."};
    return (deliver);
}

sub vcl_deliver {
    set resp.http.X-Cache = "hits=" + obj.hits;
    unset resp.http.Via;
    unset resp.http.X-Varnish;
}
