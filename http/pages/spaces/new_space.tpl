<h1>{{t:spaces.new_space}}</h1>
<p class="quiet">{{t:spaces.new_space_says}}</p>
{{>parts/problem}}
<form method="post" action="/c/{{community.slug}}/new-space">
  {{>parts/csrf}}
  <input type="hidden" name="idempotency_key" value="{{page.key}}">
  {{>parts/field_with_hint name=name label=spaces.space_name hint=spaces.space_name_hint type=text autocomplete=off}}
  {{#problem.fields.slug}}
  <p class="fault" role="alert">{{problem.fields.slug}}</p>
  {{/problem.fields.slug}}
  <p class="field">
    <label for="description">{{t:spaces.space_description}}</label>
    <input id="description" name="description" type="text" value="{{form.description}}" autocomplete="off">
  </p>
  <fieldset>
    <legend>{{t:spaces.kind_of_space}}</legend>
    <label class="choice"><input type="radio" name="kind" value="trade" required{{#form.kind=trade}} checked{{/form.kind=trade}}> <span>{{t:spaces.kind_trade}}</span></label>
    <label class="choice"><input type="radio" name="kind" value="theme" required{{#form.kind=theme}} checked{{/form.kind=theme}}> <span>{{t:spaces.kind_theme}}</span></label>
    <label class="choice"><input type="radio" name="kind" value="interest" required{{#form.kind=interest}} checked{{/form.kind=interest}}> <span>{{t:spaces.kind_interest}}</span></label>
  </fieldset>
  <fieldset>
    <legend>{{t:spaces.who_reads}}</legend>
    <label class="choice"><input type="radio" name="visibility" value="public" required{{#form.visibility=public}} checked{{/form.visibility=public}}> <span>{{t:spaces.everybody_reads}}</span></label>
    <label class="choice"><input type="radio" name="visibility" value="members" required{{#form.visibility=members}} checked{{/form.visibility=members}}> <span>{{t:spaces.members_read}}</span></label>
  </fieldset>
  <button>{{t:spaces.make_space}}</button>
</form>
