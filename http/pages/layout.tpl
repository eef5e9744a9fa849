<!doctype html>
<html lang="{{page.language}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{{>title}}</title>
{{>description}}
{{#page.closed}}
<meta name="robots" content="noindex">
{{/page.closed}}
{{#page.faces}}
<link rel="preload" as="font" type="font/woff2" href="{{.}}" crossorigin>
{{/page.faces}}
{{#page.icon}}
<link rel="icon" type="image/svg+xml" href="{{page.icon}}">
{{/page.icon}}
<link rel="stylesheet" href="{{page.style}}">
</head>
<body>
<a class="skip" href="#content">{{t:layout.skip}}</a>
{{#community.demo}}
<p class="demo" role="note">{{t:layout.demo}}</p>
{{/community.demo}}
{{#page.demo}}
<p class="demo" role="note">{{t:layout.demo_site}}</p>
{{/page.demo}}
<header class="top">
  <p class="place">
    <a class="home" href="/">{{#page.icon}}<img src="{{page.icon}}" alt="" width="24" height="24">{{/page.icon}}<span>Palabre</span></a>
    {{#community}}
    <span class="here"><span aria-hidden="true">/</span> <a href="/c/{{slug}}"><strong>{{name}}</strong></a></span>
    {{/community}}
  </p>
  <div class="account">
    {{>parts/account}}
  </div>
</header>
<div class="sheet">
<main id="content" tabindex="-1">
{{>content}}
</main>
{{#page.beside}}
{{>parts/beside}}
{{/page.beside}}
</div>
<footer class="bottom">
  <p>{{t:layout.made_with}}</p>
</footer>
</body>
</html>
