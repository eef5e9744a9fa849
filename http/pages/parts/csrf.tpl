<input type="hidden" name="csrf" value="{{viewer.csrf}}">
