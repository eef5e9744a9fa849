{{! Of what was found: real links, and which of them it is. }}
<nav class="sorts" aria-labelledby="sorted-by">
  <span id="sorted-by">{{t:forum.sorted_by}}</span>
  <ul>
    {{#sorts}}
    <li><a href="{{address}}"{{#here}} aria-current="true"{{/here}}>{{name}}</a></li>
    {{/sorts}}
  </ul>
</nav>
