{{! In whose name, for who speaks for an organisation; nobody else is asked. }}
{{#viewer.has_organisations}}
<p class="field">
  <label for="organisation">{{t:organisations.in_the_name}}</label>
  <select id="organisation" name="organisation">
    <option value="">{{t:organisations.my_own}}</option>
    {{#viewer.speaks_for}}
    <option value="{{id}}"{{#chosen}} selected{{/chosen}}>{{name}}</option>
    {{/viewer.speaks_for}}
  </select>
</p>
{{/viewer.has_organisations}}
