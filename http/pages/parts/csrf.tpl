{{#viewer.csrf}}
<input type="hidden" name="csrf" value="{{viewer.csrf}}">
{{/viewer.csrf}}
