<h1>{{t:accounts.register}}</h1>
<p>{{t:accounts.register_why}}</p>
{{>parts/problem}}
<form method="post" action="/register">
  {{>parts/csrf}}
  <input type="hidden" name="idempotency_key" value="{{page.key}}">
  <input type="hidden" name="next" value="{{form.next}}">
  {{>parts/field_with_hint name=name label=accounts.name hint=accounts.name_hint type=text autocomplete=name}}
  {{>parts/field_with_hint name=email label=accounts.email hint=accounts.email_hint type=email autocomplete=username}}
  {{>parts/field_with_hint name=password label=accounts.password hint=accounts.password_hint type=password autocomplete=new-password}}
  {{#terms}}
  <p class="field">
    {{#problem.fields.terms}}
    <span class="fault" id="terms-fault">{{problem.fields.terms}}</span>
    {{/problem.fields.terms}}
    <label class="choice"><input type="checkbox" name="terms" value="{{version}}" required{{#form.terms}}{{^problem.fields.terms}} checked{{/problem.fields.terms}}{{/form.terms}}{{#problem.fields.terms}} aria-invalid="true" aria-describedby="terms-fault"{{/problem.fields.terms}}> <span>{{t:accounts.accept_terms}} <a href="/legal/terms">{{t:accounts.read_terms}}</a></span></label>
  </p>
  {{/terms}}
  <button>{{t:accounts.do_register}}</button>
</form>
<p>{{t:accounts.have_account}} <a href="/sign-in?next={{page.next}}">{{t:accounts.sign_in}}</a></p>
