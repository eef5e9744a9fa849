{{#is_yes}}
<label class="choice"><input type="checkbox" name="{{name}}" value="true"{{#checked}} checked{{/checked}}> <span>{{label}}{{#hint}} <span class="quiet">{{hint}}</span>{{/hint}}</span></label>
{{#fault}}
<span class="fault">{{fault}}</span>
{{/fault}}
{{/is_yes}}
{{^is_yes}}
<p class="field">
  <label for="{{name}}">{{label}}</label>
  {{#hint}}
  <span class="hint" id="{{name}}-hint">{{hint}}</span>
  {{/hint}}
  {{#fault}}
  <span class="fault" id="{{name}}-fault">{{fault}}</span>
  {{/fault}}
  {{#is_text}}
  <textarea id="{{name}}" name="{{name}}" rows="8"{{#required}} required{{/required}}{{#described}} aria-describedby="{{described}}"{{/described}}{{#fault}} aria-invalid="true"{{/fault}}>
{{lines:value}}</textarea>
  {{/is_text}}
  {{#is_choice}}
  <select id="{{name}}" name="{{name}}"{{#required}} required{{/required}}{{#described}} aria-describedby="{{described}}"{{/described}}{{#fault}} aria-invalid="true"{{/fault}}>
    <option value="">{{t:ads.choose}}</option>
    {{#choices}}
    <option value="{{code}}"{{#chosen}} selected{{/chosen}}>{{name}}</option>
    {{/choices}}
  </select>
  {{/is_choice}}
  {{#is_day}}
  <input id="{{name}}" name="{{name}}" type="date" value="{{value}}"{{#required}} required{{/required}}{{#described}} aria-describedby="{{described}}"{{/described}}{{#fault}} aria-invalid="true"{{/fault}}>
  {{/is_day}}
  {{#is_number}}
  <input id="{{name}}" name="{{name}}" type="text" inputmode="decimal" value="{{value}}" autocomplete="off"{{#required}} required{{/required}}{{#described}} aria-describedby="{{described}}"{{/described}}{{#fault}} aria-invalid="true"{{/fault}}>
  {{/is_number}}
  {{#is_line}}
  <input id="{{name}}" name="{{name}}" type="text" value="{{value}}" autocomplete="off"{{#required}} required{{/required}}{{#described}} aria-describedby="{{described}}"{{/described}}{{#fault}} aria-invalid="true"{{/fault}}>
  {{/is_line}}
</p>
{{/is_yes}}
