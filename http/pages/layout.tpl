<!doctype html>
<html lang="{{page.language}}"{{#page.account}} data-account="{{page.account}}"{{/page.account}}{{#page.script}} data-community="{{community.slug}}" data-zone="{{community.time_zone}}"{{/page.script}}{{#page.shown}} data-shown="{{page.shown}}"{{/page.shown}}{{#problem}} data-refused{{/problem}}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{{>title}}</title>
{{>parts/public}}
{{#page.faces}}
<link rel="preload" as="font" type="font/woff2" href="{{.}}" crossorigin>
{{/page.faces}}
{{#page.icon}}
<link rel="icon" type="image/svg+xml" href="{{page.icon}}">
{{/page.icon}}
<link rel="stylesheet" href="{{page.style}}">
{{#page.accent}}
<link rel="stylesheet" href="{{page.accent}}">
{{/page.accent}}
{{#page.script}}
<link rel="manifest" href="/manifest.webmanifest">
<script type="module" src="{{page.script}}"></script>
{{/page.script}}
</head>
<body>
<a class="skip" href="#content">{{t:layout.skip}}</a>
{{#community.demo}}
<p class="demo" role="note">{{t:layout.demo}}</p>
{{/community.demo}}
{{#page.demo}}
<p class="demo" role="note">{{t:layout.demo_site}}</p>
{{/page.demo}}
{{#viewer.unconfirmed}}
<p class="demo" role="note">{{t:accounts.unconfirmed}} <a href="/account">{{t:accounts.to_account}}</a></p>
{{/viewer.unconfirmed}}
<header class="top">
  <p class="place">
    <a class="home" href="/">{{#page.icon}}<img src="{{page.icon}}" alt="" width="24" height="24">{{/page.icon}}<span>Palabre</span></a>
    {{#community}}
    <span class="here"><span aria-hidden="true">/</span> <a href="/c/{{slug}}">{{#page.logo}}<img class="logo" src="{{page.logo}}" alt="" width="24" height="24">{{/page.logo}}<strong>{{name}}</strong></a></span>
    {{/community}}
  </p>
  {{#community}}
  {{>parts/search}}
  {{/community}}
  <div class="account">
    {{>parts/account}}
  </div>
</header>
<div class="sheet">
<main id="content" tabindex="-1">
{{#page.done}}
{{>parts/toast says=layout.done}}
{{/page.done}}
{{>content}}
</main>
{{#page.beside}}
{{>parts/beside}}
{{/page.beside}}
</div>
{{#page.script}}
<p id="announcer" class="heard" role="status"></p>
{{/page.script}}
<footer class="bottom">
  {{>parts/legal_links}}
  <p>{{t:layout.made_with}}</p>
</footer>
</body>
</html>
