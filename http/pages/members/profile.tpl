<h1>{{t:members.edit_profile}}</h1>
{{>parts/problem}}
<form method="post" action="/c/{{community.slug}}/profile">
  {{>parts/csrf}}
  <input type="hidden" name="version" value="{{form.version}}">
  {{>parts/field_with_hint name=name label=members.name hint=members.name_hint type=text autocomplete=name}}
  {{#community.shows_names}}
  <label class="choice"><input type="checkbox" name="show_name" value="true"{{#form.show_name}} checked{{/form.show_name}}> <span>{{t:members.show_name}} <span class="quiet">{{t:members.show_name_hint}}</span></span></label>
  {{/community.shows_names}}
  {{^community.shows_names}}
  {{#form.show_name}}
  <input type="hidden" name="show_name" value="true">
  {{/form.show_name}}
  {{/community.shows_names}}
  {{>parts/choice name=trade label=members.trade}}
  {{>parts/choice name=specialty label=members.specialty}}
  {{>parts/choice name=status label=members.status}}
  {{>parts/choice name=departement label=members.departement}}
  <p class="field">
    <label for="bio">{{t:members.bio}}</label>
    {{#problem.fields.bio}}
    <span class="fault" id="bio-fault">{{problem.fields.bio}}</span>
    {{/problem.fields.bio}}
    <textarea id="bio" name="bio" rows="6"{{#problem.fields.bio}} aria-invalid="true" aria-describedby="bio-fault"{{/problem.fields.bio}}>
{{lines:form.bio}}</textarea>
  </p>
  <button>{{t:forum.save}}</button>
  <a href="/c/{{community.slug}}/m/{{viewer.member}}">{{t:forum.leave_unchanged}}</a>
</form>
