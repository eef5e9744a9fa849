<li><a href="?sort=$(sort)"{{#page.sort=$(sort)}} aria-current="true"{{/page.sort=$(sort)}}>{{t:forum.sort.$(sort)}}</a></li>
