<li><a href="/c/{{community.slug}}/$(to)"{{#page.tab=$(name)}} aria-current="page"{{/page.tab=$(name)}}>{{t:$(label)}}</a></li>
