<input type="hidden" name="thread" value="{{thread.id}}">
<input type="hidden" name="at" value="{{ordinal}}">
