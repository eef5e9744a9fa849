{{! What search engines and previews are told: of public pages everything, of others nothing. }}
{{#page.public}}
<meta name="description" content="{{>summary}}">
<link rel="canonical" href="{{page.public.address}}">
<meta property="og:title" content="{{>title}}">
<meta property="og:description" content="{{>summary}}">
<meta property="og:type" content="{{page.public.type}}">
<meta property="og:url" content="{{page.public.address}}">
<meta property="og:site_name" content="{{#community}}{{name}}{{/community}}{{^community}}Palabre{{/community}}">
{{#page.public.feed}}
<link rel="alternate" type="application/atom+xml" title="{{t:layout.feed}}" href="{{page.public.feed}}">
{{/page.public.feed}}
{{#page.public.data_html}}
<script type="application/ld+json">{{html:page.public.data_html}}</script>
{{/page.public.data_html}}
{{/page.public}}
{{^page.public}}
<meta name="robots" content="noindex">
{{/page.public}}
