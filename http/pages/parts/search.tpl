{{! The box in which one looks for something in a community: kept short where it stands in the head of every page. }}
<form class="search" role="search" action="/c/{{slug}}/search">
  {{#page.kept}}
  <input type="hidden" name="{{name}}" value="{{value}}">
  {{/page.kept}}
  <label for="search-words">{{t:search.what}}</label>
  <input id="search-words" name="q" type="search" value="{{page.query}}" maxlength="500" autocomplete="off" enterkeyhint="search">
  <button class="second">{{t:search.search}}</button>
</form>
