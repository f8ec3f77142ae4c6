// The contract in Swagger UI, which `swagger-ui-bundle.js` has put on `window`.
window.SwaggerUIBundle({ url: "/openapi.yaml", dom_id: "#contract", deepLinking: true, validatorUrl: null });
